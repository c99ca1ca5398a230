import type { ReactNode } from 'react';

interface IconProps {
  readonly size?: number;
}

function icon(paths: ReactNode) {
  return function Icon({ size = 20 }: IconProps) {
    return (
      <svg
        aria-hidden="true"
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {paths}
      </svg>
    );
  };
}

const slash = <path d="M4 4l16 16" />;
const camera = (
  <>
    <rect x="2.5" y="6" width="13" height="12" rx="3" />
    <path d="M15.5 11l6-3.5v9l-6-3.5" />
  </>
);
const microphone = (
  <>
    <rect x="9" y="2.5" width="6" height="12" rx="3" />
    <path d="M5 11.5a7 7 0 0 0 14 0M12 18.5v3" />
  </>
);
const speaker = <path d="M4 9.5v5h3.5l5 4.5V5l-5 4.5z" />;

export const CameraIcon = icon(camera);
export const CameraOffIcon = icon(
  <>
    {camera}
    {slash}
  </>,
);
export const MicrophoneIcon = icon(microphone);
export const MicrophoneOffIcon = icon(
  <>
    {microphone}
    {slash}
  </>,
);
export const SoundIcon = icon(
  <>
    {speaker}
    <path d="M16 9a4.2 4.2 0 0 1 0 6M18.6 6.2a8.2 8.2 0 0 1 0 11.6" />
  </>,
);
export const SoundOffIcon = icon(
  <>
    {speaker}
    <path d="M16.5 9.5l5 5M21.5 9.5l-5 5" />
  </>,
);
export const ScreenIcon = icon(
  <>
    <rect x="2.5" y="4" width="19" height="13" rx="2.5" />
    <path d="M8.5 21h7M12 13.5V8M9.5 10.2L12 7.6l2.5 2.6" />
  </>,
);
export const ScreenStopIcon = icon(
  <>
    <rect x="2.5" y="4" width="19" height="13" rx="2.5" />
    <path d="M8.5 21h7M9.8 8.3l4.4 4.4M14.2 8.3l-4.4 4.4" />
  </>,
);
export const OnAirIcon = icon(
  <>
    <circle cx="12" cy="12" r="2.2" />
    <path d="M7.4 16.6a6.5 6.5 0 0 1 0-9.2M16.6 7.4a6.5 6.5 0 0 1 0 9.2M4.5 19.5a10.6 10.6 0 0 1 0-15M19.5 4.5a10.6 10.6 0 0 1 0 15" />
  </>,
);
export const LeaveIcon = icon(
  <path d="M13.5 4H7a3 3 0 0 0-3 3v10a3 3 0 0 0 3 3h6.5M10 12h11M17.5 8.5L21 12l-3.5 3.5" />,
);
export const PeopleIcon = icon(
  <>
    <circle cx="9" cy="8" r="3.6" />
    <path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 4.8a3.6 3.6 0 0 1 0 6.4M18.2 14.4A6.5 6.5 0 0 1 21.5 20" />
  </>,
);
export const ChatIcon = icon(
  <path d="M20.5 11.5a8 8 0 0 1-11.6 7.1L3.5 20l1.5-4.9A8 8 0 1 1 20.5 11.5z" />,
);
export const QuestionIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.8" />
    <path d="M9.4 9.5a2.7 2.7 0 1 1 4.1 2.3c-.9.6-1.5 1.1-1.5 2.1M12 17.1v.1" />
  </>,
);
export const VoteIcon = icon(<path d="M12 19V5.5M6 11.5l6-6 6 6" />);
export const SendIcon = icon(<path d="M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4" />);
export const CopyIcon = icon(
  <>
    <rect x="8.5" y="8.5" width="12" height="12" rx="3" />
    <path d="M15.5 8.5V6.5a3 3 0 0 0-3-3h-6a3 3 0 0 0-3 3v6a3 3 0 0 0 3 3h2" />
  </>,
);
export const CheckIcon = icon(<path d="M4.5 12.5l5 5 10-11" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const BackIcon = icon(<path d="M19 12H5M11 6l-6 6 6 6" />);
export const DownloadIcon = icon(<path d="M12 4v11M7.5 11L12 15.5 16.5 11M4.5 20h15" />);
export const FilmIcon = icon(
  <>
    <rect x="3" y="4.5" width="18" height="15" rx="3" />
    <path d="M10 9v6l5-3z" />
  </>,
);
export const CalendarIcon = icon(
  <>
    <rect x="3.5" y="5" width="17" height="15.5" rx="3" />
    <path d="M3.5 10h17M8 2.8V6.5M16 2.8V6.5" />
  </>,
);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.8" />
    <path d="M12 7v5.3l3.4 2" />
  </>,
);
export const WarningIcon = icon(<path d="M12 4.2L2.8 19.6h18.4zM12 10v4.5M12 17.2v.1" />);
export const LinkOffIcon = icon(
  <path d="M9.5 14.5l5-5M13 6.5l1.6-1.6a4 4 0 0 1 5.6 5.6l-2 2M11 17.5l-1.6 1.6a4 4 0 0 1-5.6-5.6l2-2M4 4l16 16" />,
);
export const ExpandIcon = icon(<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />);
export const ShrinkIcon = icon(<path d="M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5" />);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a6.8 6.8 0 0 0 10.5 10.5z" />);
export const SettingsIcon = icon(
  <path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9M15.2 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8.8 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z" />,
);
