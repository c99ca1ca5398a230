import { Group } from '@mantine/core';
import type { Link, StageRole, WebinarLinks } from '../../contract';
import type { WebinarId } from '../../ids';
import { useApi } from '../hooks/useApi';
import { dayAndTime } from '../words';
import { ConfirmButton } from './ConfirmButton';
import { CopyButton } from './CopyButton';
import classes from './IssuedLinks.module.css';
import { PersonalLinkForm } from './PersonalLinkForm';

interface IssuedLinksProps {
  readonly webinarId: WebinarId;
  readonly links: WebinarLinks;
  readonly onChanged: () => void;
}

/** Every link that was made: to copy it again, to make one for a single person, and to take them back. */
export function IssuedLinks({ webinarId, links, onChanged }: IssuedLinksProps) {
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>All links ({links.issued.length})</summary>
      <ul className={classes.list}>
        {links.issued.map((link) => (
          <Row key={link.id} webinarId={webinarId} link={link} onChanged={onChanged} />
        ))}
      </ul>
      <PersonalLinkForm webinarId={webinarId} onMade={onChanged} />
      <Group gap="xs" mt="md">
        <RevokeAll webinarId={webinarId} role="viewer" onChanged={onChanged} />
        <RevokeAll webinarId={webinarId} role="presenter" onChanged={onChanged} />
      </Group>
    </details>
  );
}

interface RowProps extends Omit<IssuedLinksProps, 'links'> {
  readonly link: Link;
}

function Row({ webinarId, link, onChanged }: RowProps) {
  const api = useApi();
  const gone = endOf(link);
  const name = link.label ?? (link.role === 'presenter' ? 'All presenters' : 'The audience');
  return (
    <li className={classes.row} data-gone={gone !== null}>
      <div className={classes.words}>
        <span className={classes.name}>
          <bdi>{name}</bdi>
          {link.label !== null && <> · {link.role}</>}
        </span>
        <span className={classes.facts}>
          Made {dayAndTime(link.createdAt)}
          {link.createdBy !== null && (
            <>
              {' '}
              by <bdi>{link.createdBy}</bdi>
            </>
          )}{' '}
          · {gone ?? `valid until ${dayAndTime(link.expiresAt)}`}
        </span>
      </div>
      {gone === null && (
        <>
          <CopyButton label={`Copy link for ${name}`} text={link.url} />
          <ConfirmButton
            label="Revoke"
            aria-label={`Revoke link for ${name}`}
            variant="default"
            size="compact-sm"
            question="Take this link back?"
            confirm="Revoke link"
            onConfirm={async () => {
              await api.revokeLink(webinarId, link.id);
              onChanged();
            }}
          >
            Whoever came by it leaves the webinar at once, and nobody can come by it again.
          </ConfirmButton>
        </>
      )}
    </li>
  );
}

interface RevokeAllProps extends Omit<IssuedLinksProps, 'links'> {
  readonly role: StageRole;
}

function RevokeAll({ webinarId, role, onChanged }: RevokeAllProps) {
  const api = useApi();
  const whose = role === 'presenter' ? 'presenter' : 'audience';
  return (
    <ConfirmButton
      label={`Revoke all ${whose} links`}
      variant="default"
      size="compact-sm"
      question={`Take all ${whose} links back?`}
      confirm={`Revoke ${whose} links`}
      onConfirm={async () => {
        await api.revokeLinks(webinarId, role);
        onChanged();
      }}
    >
      Everyone who came by one leaves the webinar at once. A new link is made for you to pass on.
    </ConfirmButton>
  );
}

function endOf({ revokedAt, expiresAt }: Link): string | null {
  if (revokedAt !== null) return `revoked ${dayAndTime(revokedAt)}`;
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : null;
}
