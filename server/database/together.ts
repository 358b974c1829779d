/** Statements that need not wait for each other's answers. */

/** drizzle's statements, not begun yet. */
type Statement<Result> = { execute(): Promise<Result> };

/**
 * Runs statements of one transaction in the order given, sent on in one go: one way to the database and back for all
 * of them. Each sees what those before it did. When one fails the others after it do, too, and its error is thrown.
 */
export function together<Results extends unknown[]>(
  ...statements: { [Index in keyof Results]: Statement<Results[Index]> }
): Promise<Results> {
  const begun = statements.map((statement) => statement.execute());
  return Promise.all(begun) as Promise<Results>;
}
