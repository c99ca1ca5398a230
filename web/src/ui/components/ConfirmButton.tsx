import { Button, Group, Modal, Text } from '@mantine/core';
import type { ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useAction } from '../hooks/useAction';
import { Problem } from './Problem';

interface ConfirmButtonProps extends ButtonProps {
  readonly label: string;
  readonly question: string;
  readonly children: ReactNode;
  /** The words on the button that does it. */
  readonly confirm: string;
  readonly onConfirm: () => Promise<void> | void;
}

/** A button for what cannot be undone: it asks first. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, question, children, confirm, onConfirm, ...button } = props;
  const [opened, dialog] = useDisclosure(false);
  const { busy, problem, run } = useAction();

  const act = () =>
    run(async () => {
      await onConfirm();
      dialog.close();
    });

  return (
    <>
      <Button {...button} onClick={dialog.open}>
        {label}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={question} size="md">
        <Text c="dimmed" mb="lg">
          {children}
        </Text>
        {problem && <Problem>{problem}</Problem>}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={dialog.close}>
            Cancel
          </Button>
          <Button color="ember" loading={busy} onClick={act}>
            {confirm}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
