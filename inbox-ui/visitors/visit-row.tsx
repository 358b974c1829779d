import type { BoardVisit } from '../../server/wire/visits.ts';
import { addressOf } from '../inbox/desk.ts';
import { Icon } from '../parts/icon.tsx';
import { Avatar, Tag } from '../parts/small.tsx';
import { now } from '../words/now.ts';
import { lasting } from './lasting.ts';
import { said } from './said.ts';

type Props = {
  visit: BoardVisit;
  gone: boolean;
  /** There are several channels: say which. */
  named: boolean;
};

/** One visitor: a way to their conversation, where there is one. */
export function VisitRow({ visit, gone, named }: Props) {
  const { conversation } = visit;
  const look = `row visit${gone ? ' visit-gone' : ''}`;
  return (
    <li>
      {conversation ? (
        <a class={look} href={addressOf(conversation.id, 'all')}>
          <What visit={visit} gone={gone} named={named} />
          <Icon name="forward" />
        </a>
      ) : (
        <div class={look}>
          <What visit={visit} gone={gone} named={named} />
        </div>
      )}
    </li>
  );
}

function What({ visit, gone, named }: Props) {
  const visitors = said.value;
  const { conversation, page, referrer, channel } = visit;
  const about = [referrer && visitors.from(new URL(referrer).host), named && channel.name].filter(
    Boolean,
  );
  return (
    <>
      {conversation ? <Avatar name={conversation.contact.name} /> : <Somebody />}
      <div class="row-main">
        <p class="row-title">
          <bdi>{conversation?.contact.name ?? visitors.visitor}</bdi>
          {conversation && <Tag tone="accent">{visitors.talking}</Tag>}
          {gone && <Tag>{visitors.gone}</Tag>}
        </p>
        <p class="row-detail visit-page">
          <bdi class="visit-path">{page.path}</bdi> {page.title && <bdi>{page.title}</bdi>}
        </p>
        {about.length > 0 && <p class="row-detail visit-about">{about.join(' · ')}</p>}
      </div>
      <p class="row-detail visit-times">
        <span>{visitors.onPage(lasting(page.at, now.value))}</span>
        <span>
          {visitors.pages(visit.seen)}
          {visit.seen > 1 && ` · ${visitors.inAll(lasting(visit.since, now.value))}`}
        </span>
      </p>
    </>
  );
}

function Somebody() {
  return (
    <span class="avatar" aria-hidden="true">
      <Icon name="person" />
    </span>
  );
}
