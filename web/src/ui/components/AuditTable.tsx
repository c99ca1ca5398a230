import { Table } from '@mantine/core';
import { Link } from 'wouter';
import type { AuditLine } from '../../contract';
import { actionWords, placeOf, whichOf } from '../auditWords';
import { dayAndTime } from '../words';
import classes from './AuditTable.module.css';

/** Lines of the audit log. */
export function AuditTable({ entries }: { readonly entries: readonly AuditLine[] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Which</Table.Th>
            <Table.Th>By</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ entry }: { readonly entry: AuditLine }) {
  const place = placeOf(entry);
  return (
    <Table.Tr data-alarming={entry.action === 'signInFailed' || undefined}>
      <Table.Td className={classes.when} title={entry.at}>
        {dayAndTime(entry.at)}
      </Table.Td>
      <Table.Td>{actionWords[entry.action]}</Table.Td>
      <Table.Td className={classes.which} title={entry.subject ?? undefined}>
        {place === null ? whichOf(entry) : <Link href={place}>{whichOf(entry)}</Link>}
      </Table.Td>
      <Table.Td>
        {entry.actor ?? 'A stranger'}
        {entry.address !== null && <div className={classes.address}>{entry.address}</div>}
      </Table.Td>
    </Table.Tr>
  );
}
