/** How a fault is put into the toy. */
import type { Adapter } from '../../../adapters/adapter.ts';
import type { Capabilities } from '../../../adapters/capabilities.ts';
import type { Profile } from '../../../adapters/fixtures.ts';
import type { Subject } from '../conformance/subject.ts';

export type Fault = {
  what: string;
  /** The name of the check that must see it. */
  breaks: string;
  /** The subject with the fault in it. */
  put(subject: Subject): Subject;
};

export function withAdapter(subject: Subject, changes: Partial<Adapter>): Subject {
  return { ...subject, adapter: { ...subject.adapter, ...changes } };
}

export function withCapabilities(subject: Subject, changes: Partial<Capabilities>): Subject {
  const capabilities = { ...subject.adapter.capabilities, ...changes };
  return withAdapter(subject, { capabilities });
}

export function withProfile(subject: Subject, changes: Partial<Profile>): Subject {
  return { ...subject, profile: { ...subject.profile, ...changes } };
}

/** The toy with this `verify`, `parse` or other function instead of its own. */
export function instead(what: string, breaks: string, changes: Partial<Adapter>): Fault {
  return { what, breaks, put: (subject) => withAdapter(subject, changes) };
}
