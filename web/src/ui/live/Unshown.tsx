import { Problem } from '../components/Problem';

interface UnshownProps {
  readonly viewers: number;
}

/** Tells presenters that some people hear them only, and what helps. */
export function Unshown({ viewers }: UnshownProps) {
  if (viewers === 0) return null;
  const who = viewers === 1 ? '1 person has a browser' : `${String(viewers)} people have browsers`;
  return (
    <Problem>
      {who} without a decoder for your picture and only hear you. In a webinar whose organizer has
      turned off “Record in H.264”, every browser shows it.
    </Problem>
  );
}
