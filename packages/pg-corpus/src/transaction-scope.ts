import { AsyncLocalStorage } from "node:async_hooks";

interface Scope {
  readonly database: object;
  readonly outer: Scope | undefined;
  open: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs `run` so that {@link refuseInsideTransaction} knows that it is inside a transaction. */
export async function insideTransaction<T>(database: object, run: () => Promise<T>): Promise<T> {
  const scope: Scope = { database, outer: scopes.getStore(), open: true };
  try {
    return await scopes.run(scope, run);
  } finally {
    scope.open = false;
  }
}

/** Throws when a database's own method is called inside its transaction: it would wait for itself. */
export function refuseInsideTransaction(database: object, method: string): void {
  for (let scope = scopes.getStore(); scope !== undefined; scope = scope.outer) {
    if (scope.open && scope.database === database) {
      throw new TypeError(
        `Expected the transaction's session, got database.${method}() inside a transaction of the same database. Use the session that the callback receives.`,
      );
    }
  }
}
