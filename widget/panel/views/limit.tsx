/** @jsxImportSource #draw */
/** How much more fits into a message, told when it is not much. */
import { usePart } from './context.ts';
import './limit.css';

export function Limit({ left }: { left: number }) {
  const { say } = usePart();
  return <span>{left < 0 ? say('tooLong', { count: -left }) : say('left', { count: left })}</span>;
}
