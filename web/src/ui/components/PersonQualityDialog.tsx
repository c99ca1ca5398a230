import { Modal, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Person, PersonQuality, QualitySample } from '../../contract';
import type { ParticipantId, WebinarId } from '../../ids';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { bitRate, percent } from '../words';
import { Awaited } from './Awaited';
import { PersonName } from './PersonName';
import classes from './PersonQualityDialog.module.css';
import { SampleChart, SampleCharts } from './SampleChart';
import { Verdict } from './Verdict';

const pollMs = () => 5_000;

interface PersonQualityDialogProps {
  readonly webinarId: WebinarId;
  /** Null while nobody is looked at. */
  readonly person: Person | null;
  readonly onClose: () => void;
}

/** How the webinar goes for one person: a sentence, and the last ten minutes. */
export function PersonQualityDialog({ webinarId, person, onClose }: PersonQualityDialogProps) {
  return (
    <Modal
      opened={person !== null}
      onClose={onClose}
      title={person && <PersonName name={person.displayName} role={person.role} />}
      size="lg"
      classNames={{ title: classes.title }}
    >
      {person && <PersonQualityView webinarId={webinarId} participantId={person.participantId} />}
    </Modal>
  );
}

interface PersonQualityViewProps {
  readonly webinarId: WebinarId;
  readonly participantId: ParticipantId;
}

function PersonQualityView({ webinarId, participantId }: PersonQualityViewProps) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.personQuality(webinarId, participantId, signal),
    [api, webinarId, participantId],
  );
  const { loaded } = useLoad(load, pollMs);
  return <Awaited loaded={loaded}>{(quality) => <Quality quality={quality} />}</Awaited>;
}

function Quality({ quality: { role, sentence, well, samples } }: { quality: PersonQuality }) {
  const isViewer = role === 'viewer';
  return (
    <>
      <Verdict label="How it goes for them" sentence={sentence} well={well} />
      {samples.length > 0 && (
        <>
          <SampleCharts>
            <SampleChart
              label={isViewer ? 'Receives' : 'Sends'}
              samples={samples}
              of={(sample) => sample.bitrate}
              words={bitRate}
              ceiling={100_000}
            />
            <SampleChart
              label="Picture"
              samples={samples}
              of={(sample) => sample.height}
              words={(height) => (height === 0 ? 'none' : `${height} lines`)}
              ceiling={360}
            />
            {isViewer && (
              <>
                <TroubleChart label="Picture stands still" samples={samples} share="frozen" />
                <TroubleChart label="Sound missing" samples={samples} share="concealed" />
              </>
            )}
            <TroubleChart label="Lost on the way" samples={samples} share="lost" />
            <SampleChart
              label="There and back"
              samples={samples}
              of={(sample) => sample.roundTripMs}
              words={(ms) => `${ms} ms`}
              ceiling={200}
            />
          </SampleCharts>
          <Text size="sm" c="dimmed" mt="md">
            The last ten minutes, as their browser tells it every ten seconds.
          </Text>
        </>
      )}
    </>
  );
}

/** What somebody begins to see or to hear. */
const shareOfTrouble = 0.02;

interface TroubleChartProps {
  readonly label: string;
  readonly samples: readonly QualitySample[];
  readonly share: 'frozen' | 'concealed' | 'lost';
}

/** A share that ought to be nothing. */
function TroubleChart({ label, samples, share }: TroubleChartProps) {
  const latest = samples.at(-1)?.[share] ?? 0;
  return (
    <SampleChart
      label={label}
      samples={samples}
      of={(sample) => sample[share]}
      words={percent}
      ceiling={0.2}
      tone={latest > shareOfTrouble ? 'trouble' : 'calm'}
    />
  );
}
