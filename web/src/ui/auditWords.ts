import type { AuditAction, AuditLine } from '../contract';
import { browserName } from './browserName';

/** What happened, in words. */
export const actionWords: Record<AuditAction, string> = {
  accountCreated: 'Account created',
  signedIn: 'Signed in',
  signInFailed: 'Sign-in failed',
  signedOut: 'Signed out',
  sessionEnded: 'Session ended',
  passwordChanged: 'Password changed',
  passwordReset: 'Password reset',
  webinarCreated: 'Webinar created',
  webinarChanged: 'Webinar changed',
  webinarStarted: 'Webinar started',
  webinarEnded: 'Webinar ended',
  webinarDeleted: 'Webinar deleted',
  linkMade: 'Link made',
  linkRevoked: 'Link taken back',
  personRemoved: 'Person removed',
  personLetIn: 'Person let in again',
  messageRemoved: 'Message removed',
  questionDismissed: 'Question dismissed',
  recordingControlled: 'Recording controlled',
  recordingRendered: 'Recording rendered again',
  recordingKept: 'Keeping of recording changed',
  recordingDownloaded: 'Recording downloaded',
  recordingWatched: 'Recording watched',
  recordingLinksRevoked: 'Links to recording taken back',
  recordingDeleted: 'Recording deleted',
  nodeDrained: 'Media node drained',
  nodeKept: 'Media node kept',
};

const ofWebinars = /^(webinar|link|person|message|question|recordingControlled)/;

/** The page of what a line is about; null if there is none, or none any more. */
export function placeOf({ action, subject }: AuditLine): string | null {
  if (subject === null || action === 'webinarDeleted' || action === 'recordingDeleted') return null;
  if (ofWebinars.test(action)) return `/webinars/${subject}`;
  return action.startsWith('recording') ? `/recordings/${subject}` : null;
}

/** What it was done to, for a person to recognise. */
export function whichOf({ action, subject, detail }: AuditLine): string {
  if (action === 'signedIn') return browserName(detail ?? '');
  return detail ?? subject ?? '';
}
