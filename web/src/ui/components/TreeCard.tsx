import { useCallback } from 'react';
import type { TreeEdge, TreeLink, TreePlace, WebinarTree } from '../../contract';
import type { WebinarId } from '../../ids';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { bitRate, percent } from '../words';
import { Awaited } from './Awaited';
import { Card } from './Card';
import classes from './TreeCard.module.css';

const pollMs = () => 2_000;

/** The media nodes that carry a live webinar, and what goes from one to the other. */
export function TreeCard({ webinarId }: { readonly webinarId: WebinarId }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.webinarTree(webinarId, signal),
    [api, webinarId],
  );
  const { loaded } = useLoad(load, pollMs);
  return (
    <Card title="Where it is carried">
      <Awaited loaded={loaded}>{(tree) => <Tree tree={tree} />}</Awaited>
    </Card>
  );
}

function Tree({ tree: { origin, edges } }: { readonly tree: WebinarTree }) {
  if (!origin) return <p className={classes.none}>It is on no media node at the moment.</p>;
  const relayed = edges.filter((edge) => edges.some((relay) => relay.place.node === edge.source));
  return (
    <div className={classes.tree}>
      <Place place={origin} role="Presenters and recording" />
      <Edges edges={edges.filter((edge) => !relayed.includes(edge))} relayed={relayed} />
    </div>
  );
}

/** What one node feeds, and what is behind that. */
function Edges({ edges, relayed }: Readonly<Record<'edges' | 'relayed', readonly TreeEdge[]>>) {
  if (edges.length === 0) return null;
  return (
    <ul className={classes.edges}>
      {edges.map((edge) => (
        <Edge
          key={edge.place.node}
          edge={edge}
          behind={relayed.filter((each) => each.source === edge.place.node)}
        />
      ))}
    </ul>
  );
}

function Edge({
  edge: { place, link },
  behind,
}: {
  readonly edge: TreeEdge;
  readonly behind: readonly TreeEdge[];
}) {
  return (
    <li className={classes.edge} data-tone={toneOf(link)}>
      <div className={classes.fed}>
        <span className={classes.link}>{linkWords(link)}</span>
        <Place place={place} role={behind.length > 0 ? 'Viewers and relay' : 'Viewers'} />
      </div>
      <Edges edges={behind} relayed={[]} />
    </li>
  );
}

function Place({ place, role }: { readonly place: TreePlace; readonly role: string }) {
  const { node, region, receivers, well, leaving } = place;
  return (
    <div className={classes.place} data-health={!well ? 'ill' : leaving ? 'leaving' : 'well'}>
      <span className={classes.name}>{node}</span>
      <span className={classes.words}>
        {role}
        {region !== null && ` · ${region}`}
        {!well && ' · in trouble'}
        {leaving && ' · draining'}
      </span>
      <span className={classes.receivers}>
        {receivers === 1 ? '1 receives' : `${receivers.toLocaleString()} receive`}
      </span>
    </div>
  );
}

function linkWords({ bitsPerSecond, loss, roundTripMs, alive }: TreeLink): string {
  if (alive === false) return 'Nothing comes over';
  const words = [bitRate(bitsPerSecond)];
  if (roundTripMs !== null) words.push(`${roundTripMs.toFixed(roundTripMs < 10 ? 1 : 0)} ms`);
  if (loss !== null) words.push(`${percent(loss)} lost`);
  return words.join(' · ');
}

function toneOf({ alive, loss }: TreeLink): 'calm' | 'trouble' {
  return alive === false || (loss ?? 0) > 0.02 ? 'trouble' : 'calm';
}
