import { afterAll, beforeAll } from "vitest";
import type { Database } from "../../src/index.ts";
import { candidatesContract } from "./candidates-contract.ts";
import { copyContract } from "./copy-contract.ts";
import { corpusContract } from "./corpus-contract.ts";
import { driverContract } from "./driver-contract.ts";
import { existingTableContract } from "./existing-table-contract.ts";
import { generationTablesContract } from "./generation-tables-contract.ts";
import { generationsContract } from "./generations-contract.ts";
import { inPlaceContract } from "./in-place-contract.ts";
import { nextVectorsContract } from "./next-vectors-contract.ts";
import { pagesContract } from "./pages-contract.ts";
import { failuresContract } from "./failures-contract.ts";
import { followModelContract } from "./follow-model-contract.ts";
import { hostileNamesContract } from "./hostile-names-contract.ts";
import { privilegesContract } from "./privileges-contract.ts";
import { searchContract } from "./search-contract.ts";
import { shardsContract } from "./shards-contract.ts";
import { switchObstaclesContract } from "./switch-obstacles-contract.ts";
import { switchOverContract } from "./switch-over-contract.ts";
import { vectorContract } from "./vector-contract.ts";
import { writersContract } from "./writers-contract.ts";

/**
 * Everything that a database promises, whichever driver it has; called inside a describe block.
 *
 * @param open Opens an empty database.
 * @param runs Random cases each property is tried with.
 */
export function databaseContract(open: () => Promise<Database>, runs: number): void {
  let opened: Database | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => opened?.close());
  const db = () => {
    if (opened === undefined) throw new Error("The database is not open.");
    return opened;
  };
  driverContract({ db, runs });
  copyContract({ db, runs });
  followModelContract({ db, runs });
  failuresContract({ db, runs });
  corpusContract({ db, runs });
  existingTableContract({ db, runs });
  vectorContract({ db, runs });
  nextVectorsContract({ db, runs });
  pagesContract({ db, runs });
  switchOverContract({ db, runs });
  switchObstaclesContract({ db, runs });
  privilegesContract({ db, runs });
  generationsContract({ db, runs });
  generationTablesContract({ db, runs });
  inPlaceContract({ db, runs });
  shardsContract({ db, runs });
  searchContract({ db, runs });
  candidatesContract({ db, runs });
  writersContract({ db, runs });
  hostileNamesContract({ db, runs });
}
