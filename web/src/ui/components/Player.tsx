import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Recording } from '../../contract';
import { GrowingWebm, isWebm } from '../../media/GrowingWebm';
import { playHls } from '../../media/playHls';
import classes from './Player.module.css';
import { Problem } from './Problem';

/** Plays a recording: the finished video from its signed link, or before that what was stored while it ran. */
export default function Player({ recording }: { readonly recording: Recording }) {
  const video = recording.files.find(({ kind }) => kind === 'video');
  const poster = recording.files.find(({ kind }) => kind === 'poster');
  // Who began to watch before the video was made goes on watching the same.
  const [beganLive] = useState(!video && recording.liveUrl !== null);
  if (video && !beganLive) {
    return (
      <video
        className={classes.player}
        controls
        playsInline
        preload="metadata"
        poster={poster?.url}
        src={video.url}
        aria-label="Recording"
      />
    );
  }
  if (recording.liveUrl === null) return null;
  const Live = isWebm(recording.liveUrl) ? WebmPlayer : HlsPlayer;
  return <Live key={recording.id} url={recording.liveUrl} />;
}

interface LivePlayerProps {
  readonly url: string;
}

function HlsPlayer({ url }: LivePlayerProps) {
  const element = useRef<HTMLVideoElement>(null);
  // The page loads again and again while the video is made; what is being watched stays.
  const [first] = useState(url);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const { current } = element;
    return current ? playHls(current, first, setProblem) : undefined;
  }, [first]);
  return <LiveVideo element={element} problem={problem} />;
}

function WebmPlayer({ url }: LivePlayerProps) {
  const element = useRef<HTMLVideoElement>(null);
  const playing = useRef<GrowingWebm>(null);
  const [first] = useState(url);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!element.current) return undefined;
    const webm = new GrowingWebm(element.current, first, setProblem);
    playing.current = webm;
    return () => webm.close();
  }, [first]);
  useEffect(() => playing.current?.offer(url), [url]);
  return <LiveVideo element={element} problem={problem} />;
}

interface LiveVideoProps {
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly problem: string | null;
}

function LiveVideo({ element, problem }: LiveVideoProps) {
  return (
    <>
      <video ref={element} className={classes.player} controls playsInline aria-label="Recording" />
      {problem !== null && <Problem>{problem}</Problem>}
    </>
  );
}
