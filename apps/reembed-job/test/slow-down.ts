import type { Database } from "@searchfit/pg-corpus";

/**
 * Makes every change of a row of the table slow: however fast the machine is, the work lasts.
 *
 * @returns Makes changes quick again.
 */
export async function slowDown(db: Database, secondsARow: number): Promise<() => Promise<void>> {
  await db.query("CREATE TABLE pace AS SELECT $1::float8 AS seconds_a_row", [secondsARow]);
  await db.query(`CREATE FUNCTION keep_pace() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_sleep(seconds_a_row) FROM pace; RETURN NEW; END'`);
  await db.query(`CREATE TRIGGER paced BEFORE UPDATE ON ingested_records
    FOR EACH ROW EXECUTE FUNCTION keep_pace()`);
  return async () => {
    await db.query("UPDATE pace SET seconds_a_row = 0");
  };
}
