import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ApiError, api } from '../api.ts';
import { keptUpTo } from '../kept.ts';
import { describe } from '../words/errors.ts';
import { words } from '../words/words.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Skeleton } from './skeleton.tsx';

export type Resource<Value> = {
  value: Value | null;
  error: ApiError | null;
  /** Ask again; what is there stays until the answer comes. */
  reload: () => void;
  set: (value: Value) => void;
};

/** Something read from the API for as long as a screen shows it. `version` moves: read it again. */
export function useResource<Value>(path: string, version?: unknown): Resource<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [asked, setAsked] = useState(0);
  // What was kept is read anew as soon as the server answers.
  const kept = keptUpTo.value !== null;
  useEffect(() => {
    const abort = new AbortController();
    void api.get<Value>(path, { signal: abort.signal }).then((answer) => {
      if (answer.ok) setValue(answer.value);
      if (!abort.signal.aborted) setError(answer.ok ? null : answer.error);
    });
    return () => abort.abort();
  }, [path, version, asked, kept]);
  const reload = useCallback(() => setAsked((count) => count + 1), []);
  return { value, error, reload, set: setValue };
}

type Props<Value> = {
  resource: Resource<Value>;
  children: (value: Value) => ComponentChildren;
  lines?: number;
};

/** The thing itself; grey lines when it takes long; what went wrong and a way to try again. */
export function Loaded<Value>({ resource, children, lines }: Props<Value>) {
  const { value, error, reload } = resource;
  const again = (
    <Button look="link" onClick={reload}>
      {words.value.common.tryAgain}
    </Button>
  );
  return (
    <>
      {error && (
        <Banner tone="danger" icon="alert" boxed role="status" actions={again}>
          {words.value.common.errors.loading} {describe(error)}
        </Banner>
      )}
      {value === null ? !error && <Skeleton lines={lines ?? 6} /> : children(value)}
    </>
  );
}
