import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { Skeleton } from './skeleton.tsx';

/** A screen that is fetched when first needed. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [state, setState] = useState<'loading' | 'ready' | 'failed'>(
      Loaded ? 'ready' : 'loading',
    );
    useEffect(() => {
      // It may have come between the first drawing and now, for another one.
      if (Loaded) return setState('ready');
      load().then(
        (component) => {
          Loaded = component;
          setState('ready');
        },
        () => setState('failed'),
      );
    }, []);
    if (state === 'failed') return <Failed />;
    return Loaded ? <Loaded {...props} /> : <Skeleton />;
  };
}

/** Offline, or the server has been updated and the old file is gone: both are helped by loading again. */
function Failed() {
  const { common } = words.value;
  return (
    <EmptyState
      title={common.errors.loading}
      shape="diamond"
      action={<Button onClick={() => location.reload()}>{common.tryAgain}</Button>}
    />
  );
}
