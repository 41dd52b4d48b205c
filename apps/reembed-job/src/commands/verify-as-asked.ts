import { resolve } from "node:path";
import { readBeirFolder } from "@searchfit/retrieval-dataset";
import type { ReembedJob } from "../job/reembed-job.ts";
import { verifyVectors, type Verification } from "../job/verify-vectors.ts";
import { exitCodes, ReembedError } from "../reembed-error.ts";
import { loadModel } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/**
 * Verifies the new vectors with what the flags ask for.
 *
 * @throws {ReembedError} `INVALID_SETTING` when a flag needs another one.
 */
export async function verifyAsAsked(
  job: ReembedJob,
  flags: CommandFlags,
  { acceptStale }: { readonly acceptStale: boolean },
): Promise<Verification> {
  const { judged: folder, formerModel, expectedNdcg, recallQueries, minRecall } = flags;
  if (folder === undefined && (formerModel ?? expectedNdcg) !== undefined) throw judgedMissing();
  const judged = folder === undefined ? undefined : await readBeirFolder(resolve(folder));
  const former =
    formerModel === undefined ? undefined : await loadModel({ ...flags, model: formerModel });
  try {
    const search = {
      recallQueries,
      minRecall,
      maxNdcgLoss: flags.maxNdcgLoss,
      ...(judged === undefined ? {} : { judged }),
      ...(expectedNdcg === undefined ? {} : { expectedNdcg }),
      ...(former === undefined ? {} : { former }),
    };
    const { sample: sampleSize, seed } = flags;
    return await verifyVectors(job, { sampleSize, seed, acceptStale, search });
  } finally {
    await former?.close();
  }
}

function judgedMissing(): ReembedError {
  return new ReembedError(
    "INVALID_SETTING",
    "Expected judged queries for NDCG@10, got --former-model or --expected-ndcg without --judged.",
    {
      hint: "Give --judged a BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv.",
      exitCode: exitCodes.usage,
    },
  );
}
