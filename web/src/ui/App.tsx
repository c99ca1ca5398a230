import { MantineProvider } from '@mantine/core';
import { Route, Switch } from 'wouter';
import { id } from '../ids';
import type { LinkToken, RecordingId, WebinarId } from '../ids';
import { AccountPage } from './pages/AccountPage';
import { AuditPage } from './pages/AuditPage';
import { CheckPage } from './pages/CheckPage';
import { NodesPage } from './pages/NodesPage';
import { OrganizerOnly } from './pages/OrganizerOnly';
import { LostPage } from './pages/LostPage';
import { RecordingPage } from './pages/RecordingPage';
import { ResetPage } from './pages/ResetPage';
import { SetupPage } from './pages/SetupPage';
import { StagePage } from './pages/StagePage';
import { WebinarPage } from './pages/WebinarPage';
import { WebinarsPage } from './pages/WebinarsPage';
import { schemeVariables, theme } from './theme';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={schemeVariables} defaultColorScheme="auto">
      <Switch>
        <Route path="/setup">
          <SetupPage />
        </Route>
        <Route path="/reset">
          <ResetPage />
        </Route>
        <Route path="/studio/:token">
          {({ token }) => <StagePage key={token} place="studio" token={id<LinkToken>(token)} />}
        </Route>
        <Route path="/watch/:token">
          {({ token }) => <StagePage key={token} place="watch" token={id<LinkToken>(token)} />}
        </Route>
        <Route path="/check">
          <CheckPage />
        </Route>
        <Route path="/">
          <OrganizerOnly>
            <WebinarsPage />
          </OrganizerOnly>
        </Route>
        <Route path="/account">
          <OrganizerOnly>
            <AccountPage />
          </OrganizerOnly>
        </Route>
        <Route path="/audit">
          <OrganizerOnly>
            <AuditPage />
          </OrganizerOnly>
        </Route>
        <Route path="/nodes">
          <OrganizerOnly>
            <NodesPage />
          </OrganizerOnly>
        </Route>
        <Route path="/webinars/:webinar">
          {({ webinar }) => (
            <OrganizerOnly>
              <WebinarPage key={webinar} webinarId={id<WebinarId>(webinar)} />
            </OrganizerOnly>
          )}
        </Route>
        <Route path="/recordings/:recording">
          {({ recording }) => (
            <OrganizerOnly>
              <RecordingPage key={recording} recordingId={id<RecordingId>(recording)} />
            </OrganizerOnly>
          )}
        </Route>
        <Route>
          <LostPage />
        </Route>
      </Switch>
    </MantineProvider>
  );
}
