import { createContext, useContext } from 'react';
import type { Session } from '../../contract';

interface SignedIn {
  readonly organizer: Session;
  readonly onSignedOut: () => void;
}

export const OrganizerContext = createContext<SignedIn | null>(null);

/** The organizer who is signed in; only below OrganizerOnly. */
export function useOrganizer(): SignedIn {
  const signedIn = useContext(OrganizerContext);
  if (!signedIn) throw new Error('This part of the page belongs inside OrganizerOnly.');
  return signedIn;
}
