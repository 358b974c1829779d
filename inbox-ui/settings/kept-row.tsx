import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ListName } from '../../server/wire/sockets.ts';
import { Button } from '../parts/button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { reloadList } from './reload-list.ts';
import { Removal } from './removal.tsx';

type Props = {
  icon: IconName;
  /** As it is called, and how that is shown where it leads somewhere. */
  name: string;
  title?: ComponentChildren;
  detail: ComponentChildren;
  marks?: ComponentChildren;
  /** The verb of its dialog. */
  change: string;
  onChange: () => void;
  removal: { action: string; title: string; text: string; removed: string };
  list: ListName;
  id: string;
  /** Why it cannot be changed by whoever looks; null: it can. */
  why: string | null;
};

/** One thing that is kept: changed in a dialog, removed after a question. */
export function KeptRow({ icon, name, title = name, detail, marks, ...rest }: Props) {
  const { change, onChange, removal, list, id, why } = rest;
  const [asking, setAsking] = useState(false);
  return (
    <li class="row row-wraps">
      <Icon name={icon} />
      <div class="row-main">
        <p class="row-title" dir="auto">
          {title}
        </p>
        <p class="row-detail truncate" dir="auto">
          {detail}
        </p>
      </div>
      <div class="row-end">
        {marks}
        <Button label={`${change}: ${name}`} blocked={why} onClick={onChange}>
          {change}
        </Button>
        <IconButton
          icon="trash"
          label={`${removal.action}: ${name}`}
          blocked={why}
          onClick={() => setAsking(true)}
        />
      </div>
      {asking && (
        <Removal
          {...removal}
          path={`${list}/${id}`}
          onRemoved={() => reloadList(list)}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
