import { ActionIcon, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, SyntheticEvent, UIEvent } from 'react';
import type { ParticipantId } from '../../ids';
import type { ChatMessage } from '../../contract';
import { ConfirmButton } from '../components/ConfirmButton';
import { PersonName } from '../components/PersonName';
import { ChatIcon, SendIcon } from '../components/icons';
import { useAction } from '../hooks/useAction';
import { clock } from '../words';
import classes from './ChatPanel.module.css';

/** What presenters may do about what others write. */
export interface ChatModeration {
  readonly removeChat: (message: ChatMessage) => Promise<void>;
  readonly removePerson: (message: ChatMessage) => Promise<void>;
}

interface ChatPanelProps {
  readonly chat: readonly ChatMessage[];
  readonly me: ParticipantId;
  readonly online: boolean;
  /** False while something else is shown in its place. */
  readonly shown: boolean;
  readonly onSend: (text: string) => Promise<void>;
  readonly moderation?: ChatModeration;
}

export function ChatPanel({ chat, me, online, shown, onSend, moderation }: ChatPanelProps) {
  return (
    <>
      {shown && <Messages chat={chat} me={me} {...(moderation && { moderation })} />}
      <Composer online={online} onSend={onSend} />
    </>
  );
}

function Messages({ chat, me, moderation }: Pick<ChatPanelProps, 'chat' | 'me' | 'moderation'>) {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const last = chat.at(-1)?.id;

  // Follows the talk, unless the person has scrolled up to read.
  useEffect(() => {
    const box = list.current;
    if (box && follows.current) box.scrollTop = box.scrollHeight;
  }, [last]);
  const onScroll = ({ currentTarget: box }: UIEvent<HTMLDivElement>) => {
    follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < 160;
  };

  return (
    <div
      ref={list}
      className={classes.messages}
      role="log"
      aria-label="Conversation"
      tabIndex={0}
      onScroll={onScroll}
    >
      {chat.length === 0 && (
        <div className={classes.empty}>
          <ChatIcon size={24} />
          Nobody has written yet. Say hello!
        </div>
      )}
      {chat.map((message) => (
        <Message
          key={message.id}
          message={message}
          own={message.participantId === me}
          {...(moderation && { moderation })}
        />
      ))}
    </div>
  );
}

interface MessageProps {
  readonly message: ChatMessage;
  readonly own: boolean;
  readonly moderation?: ChatModeration;
}

function Message({ message, own, moderation }: MessageProps) {
  const { displayName, role, text, sentAt } = message;
  return (
    <div className={classes.message} data-own={own}>
      <div className={classes.from}>
        <span className={classes.name}>
          <PersonName name={own ? 'You' : displayName} role={role} />
        </span>
        <time dateTime={sentAt}>{clock(sentAt)}</time>
      </div>
      <div className={classes.text} dir="auto">
        {text}
      </div>
      {moderation && <MessageActions message={message} own={own} moderation={moderation} />}
    </div>
  );
}

function MessageActions({ message, own, moderation }: Required<MessageProps>) {
  return (
    <div className={classes.actions}>
      <ConfirmButton
        label="Remove message"
        variant="subtle"
        size="compact-xs"
        question="Remove this message?"
        confirm="Remove message"
        onConfirm={() => moderation.removeChat(message)}
      >
        It disappears for everyone. The organizer’s log keeps it.
      </ConfirmButton>
      {!own && (
        <ConfirmButton
          label="Remove person"
          variant="subtle"
          color="ember"
          size="compact-xs"
          question="Remove this person?"
          confirm="Remove person"
          onConfirm={() => moderation.removePerson(message)}
        >
          <bdi>{message.displayName}</bdi> leaves the webinar at once and cannot come back in with
          this browser. Their messages stay until you remove them.
        </ConfirmButton>
      )}
    </div>
  );
}

function Composer({ online, onSend }: Pick<ChatPanelProps, 'online' | 'onSend'>) {
  const [text, setText] = useState('');
  const { busy, problem, run } = useAction();
  const ready = online && !busy && text.trim() !== '';

  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!ready) return;
    run(async () => {
      await onSend(text.trim());
      setText('');
    });
  };
  const onKey = (event: KeyboardEvent) => {
    const composing = event.nativeEvent.isComposing;
    if (event.key === 'Enter' && !event.shiftKey && !composing) send(event);
  };

  return (
    <form className={classes.composer} onSubmit={send}>
      <Textarea
        className={classes.field}
        size="sm"
        aria-label="Message"
        placeholder={online ? 'Write a message' : 'Reconnecting…'}
        autosize
        maxRows={4}
        maxLength={2000}
        error={problem}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <ActionIcon type="submit" size={36} aria-label="Send" disabled={!ready}>
        <SendIcon size={18} />
      </ActionIcon>
    </form>
  );
}
