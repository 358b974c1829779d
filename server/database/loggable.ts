/** What may be written down of an error: a failed query carries what people wrote, and Postgres quotes it. */

type Loggable = {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  /** Where it happened, without the message that a stack begins with. */
  stack: string;
};

/** Data exceptions: their messages repeat the value that did not fit. */
const QUOTING = /^22/;

/** The logger's serializer for errors. Of a query only Postgres's own words remain, never its parameters. */
export function loggable(error: unknown): Loggable {
  const cause = innermost(error);
  const code = field(cause, 'code');
  const constraint = field(cause, 'constraint_name');
  const message = cause instanceof Error && !QUOTING.test(code ?? '') ? cause.message : '(hidden)';
  return {
    type: cause instanceof Error ? cause.name : typeof cause,
    message,
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    stack: framesOf(error),
  };
}

function innermost(error: unknown): unknown {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  return cause;
}

function field(error: unknown, name: string): string | undefined {
  const value = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
