import { Button, Group, Modal, Stack, Switch, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { Webinar, WebinarRequest } from '../../contract';
import { useAction } from '../hooks/useAction';
import { fromLocalInput, toLocalInput } from '../localTime';
import { Problem } from './Problem';

interface WebinarDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The webinar to edit; absent to make a new one. */
  readonly webinar?: Webinar;
  readonly onSubmit: (draft: WebinarRequest) => Promise<void>;
}

export function WebinarDialog({ opened, onClose, webinar, onSubmit }: WebinarDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={webinar ? 'Edit webinar' : 'New webinar'}
      size="lg"
    >
      <WebinarForm webinar={webinar} onSubmit={onSubmit} onClose={onClose} />
    </Modal>
  );
}

interface WebinarFormProps extends Pick<WebinarDialogProps, 'onSubmit' | 'onClose'> {
  readonly webinar: Webinar | undefined;
}

function WebinarForm({ webinar, onSubmit, onClose }: WebinarFormProps) {
  const [title, setTitle] = useState(webinar?.title ?? '');
  const [description, setDescription] = useState(webinar?.description ?? '');
  const [starts, setStarts] = useState(toLocalInput(webinar?.startsAt ?? null));
  const [record, setRecord] = useState(webinar?.record ?? true);
  const [preferH264, setPreferH264] = useState(webinar?.preferH264 ?? true);
  const [moderateQuestions, setModerate] = useState(webinar?.moderateQuestions ?? false);
  const [anonymousQuestions, setAnonymous] = useState(webinar?.anonymousQuestions ?? false);
  const { busy, problem, run } = useAction();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      const about = description.trim();
      await onSubmit({
        title: title.trim(),
        description: about === '' ? null : about,
        startsAt: fromLocalInput(starts),
        record,
        preferH264,
        moderateQuestions,
        anonymousQuestions,
      });
      onClose();
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Title"
          placeholder="What is it about?"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          description="Your audience reads this while it waits."
          autosize
          minRows={3}
          maxRows={8}
          maxLength={4000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <TextInput
          label="Starts at"
          description="Leave empty if the time is open."
          type="datetime-local"
          value={starts}
          onChange={(event) => setStarts(event.currentTarget.value)}
        />
        <Switch
          label="Record this webinar"
          description="You get a video to download when it has ended."
          checked={record}
          onChange={(event) => setRecord(event.currentTarget.checked)}
        />
        {record && (
          <Switch
            label="Record in H.264"
            description="The video to download is soon made, and plays everywhere right after the end. Switch it off if a presenter's computer struggles with it."
            checked={preferH264}
            onChange={(event) => setPreferH264(event.currentTarget.checked)}
          />
        )}
        <Switch
          label="Look at questions first"
          description="The audience sees a question when a presenter has let it through."
          checked={moderateQuestions}
          onChange={(event) => setModerate(event.currentTarget.checked)}
        />
        <Switch
          label="Anonymous questions"
          description="Whoever asks may leave out their name. Presenters and you do not see it then either."
          checked={anonymousQuestions}
          onChange={(event) => setAnonymous(event.currentTarget.checked)}
        />
        {problem && <Problem>{problem}</Problem>}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {webinar ? 'Save changes' : 'Create webinar'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
