import type { EndpointObservation } from '../../../shared/endpoints';
import type { OutgoingRequest } from './exchange';

/** By the observation that came of them. They carry what proves who asks, so they stay in memory and are never kept with it. */
const sent = new WeakMap<EndpointObservation, ReadonlyMap<string, OutgoingRequest>>();

/** Leaves the requests of a run, by the endpoint's id, to a probe that asks some of them again. */
export function rememberSent(
  observation: EndpointObservation,
  requests: ReadonlyMap<string, OutgoingRequest>,
): void {
  sent.set(observation, requests);
}

/** The requests that an observation came of; none where another process made it. */
export function requestsOf(observation: EndpointObservation): ReadonlyMap<string, OutgoingRequest> {
  return sent.get(observation) ?? new Map();
}
