import { KeyCap } from '../parts/key-cap.tsx';
import {
  Avatar,
  Badge,
  ChannelMark,
  type LineStateName,
  PresenceDot,
  Tag,
} from '../parts/small.tsx';
import { StationMark, type StationShape } from '../parts/station-mark.tsx';
import { Sample } from './sample.tsx';

const STATES: readonly LineStateName[] = ['live', 'connecting', 'catching-up', 'offline'];
const SHAPES: readonly StationShape[] = ['circle', 'square', 'triangle', 'diamond'];

/** What one sees at a glance. */
export function Marks() {
  return (
    <Sample name="Marks">
      <Avatar name="Ana Kovač" accent />
      <Avatar name="陈思远" />
      <Avatar name="Bo" large />
      <Badge count={6} />
      <Badge count={128} quiet />
      <Tag>Agent</Tag>
      <Tag tone="accent">Connected</Tag>
      <Tag tone="wait">Waiting</Tag>
      <Tag tone="danger">Not working</Tag>
      <ChannelMark adapter="" mark="Ab" name="Any channel" />
      <KeyCap keys="mod+k" />
      <KeyCap keys="g i" />
      {STATES.map((state) => (
        <PresenceDot key={state} state={state} />
      ))}
      {SHAPES.map((shape) => (
        <StationMark key={shape} shape={shape} size={16} />
      ))}
      <StationMark shape="circle" size={16} filled now />
    </Sample>
  );
}
