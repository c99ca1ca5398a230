import { Button, Table, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { CertifiedTrack, Recording, RecordingCertificate } from '../../contract';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { duration } from '../words';
import { Card } from './Card';
import { DownloadIcon } from './icons';

const never = () => null;

/** What was received and what is missing, track by track. Nothing while the recording runs. */
export function CertificateCard({ recording }: { readonly recording: Recording }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.certificate(recording, signal),
    // The signed link changes with every load of the recording; what it leads to does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, recording.id],
  );
  const { loaded } = useLoad(load, never);
  if (loaded.status !== 'ready' || !loaded.value || recording.certificateUrl === null) return null;
  return (
    <Card title="What is in it">
      <Text mb="sm">{summaryOf(loaded.value)}</Text>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Track</Table.Th>
              <Table.Th ta="right">Expected</Table.Th>
              <Table.Th ta="right">Received</Table.Th>
              <Table.Th ta="right">Recovered</Table.Th>
              <Table.Th ta="right">Missing</Table.Th>
              <Table.Th>When</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {loaded.value.tracks.map((track) => (
              <TrackRow key={track.track} track={track} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Button
        mt="sm"
        size="xs"
        variant="light"
        component="a"
        href={recording.certificateUrl}
        download="certificate.json"
        leftSection={<DownloadIcon size={17} />}
      >
        Download certificate
      </Button>
    </Card>
  );
}

function TrackRow({ track }: { readonly track: CertifiedTrack }) {
  const count = (packets: number) => packets.toLocaleString();
  return (
    <Table.Tr>
      <Table.Td>
        {track.participant ?? 'Unknown'}, {sources[track.source ?? ''] ?? track.kind}
      </Table.Td>
      <Table.Td ta="right">{count(track.packetsExpected)}</Table.Td>
      <Table.Td ta="right">{count(track.packetsReceived)}</Table.Td>
      <Table.Td ta="right">{count(track.packetsRecovered)}</Table.Td>
      <Table.Td ta="right">{count(track.packetsMissing)}</Table.Td>
      <Table.Td>{whenOf(track)}</Table.Td>
    </Table.Tr>
  );
}

const shownTimes = 4;

function whenOf({ missing }: CertifiedTrack): string {
  const times = missing.slice(0, shownTimes).map(({ atMs }) => duration(atMs));
  return times.join(', ') + (missing.length > shownTimes ? ' …' : '');
}

function summaryOf({
  isComplete,
  endedInOrder,
  shed,
  tracks,
  segments,
}: RecordingCertificate): string {
  const missing = tracks.reduce((sum, track) => sum + track.packetsMissing, shed);
  const received = tracks.reduce((sum, track) => sum + track.packetsReceived, 0);
  const completeness = isComplete
    ? `Complete: all ${received.toLocaleString()} packets that were sent are in it.`
    : `${missing.toLocaleString()} of ${(received + missing).toLocaleString()} packets are missing.`;
  const ending = endedInOrder ? '' : ' It was cut off by a crash and recovered.';
  return `${completeness}${ending} ${segments.length} files are certified by their SHA-256.`;
}

const sources: Record<string, string> = {
  camera: 'camera',
  microphone: 'microphone',
  screen: 'screen',
  screenAudio: 'sound of the screen',
};
