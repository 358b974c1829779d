import type { ComponentChildren } from 'preact';
import { StationMark, type StationShape } from './station-mark.tsx';

type Props = {
  title: string;
  children?: ComponentChildren;
  /** What one can do about it. */
  action?: ComponentChildren;
  shape?: StationShape | undefined;
  /** It is the whole page: the heading is the page's own. */
  page?: boolean | undefined;
};

/** Nothing here: says so, and what would bring something. */
export function EmptyState({ title, children, action, shape = 'circle', page }: Props) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div class="empty">
      <StationMark shape={shape} size={20} />
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
