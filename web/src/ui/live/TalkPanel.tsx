import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { StageSession } from '../../media/StageSession';
import type { StageJoined } from '../../signaling/stageState';
import { ChatPanel } from './ChatPanel';
import type { ChatModeration } from './ChatPanel';
import { QuestionsPanel } from './QuestionsPanel';
import classes from './TalkPanel.module.css';

interface TalkPanelProps {
  readonly session: StageSession;
  readonly stage: StageJoined;
  readonly moderation?: ChatModeration;
}

/** What people write beside the stage: the chat, and what they want to know. */
export function TalkPanel({ session, stage, moderation }: TalkPanelProps) {
  const [tab, setTab] = useState<string | null>('chat');
  const [readUntil, setReadUntil] = useState(stage.chat.at(-1)?.id);
  const last = stage.chat.at(-1);
  if (tab === 'chat' && last?.id !== readUntil) setReadUntil(last?.id);
  const unread = tab !== 'chat' && last !== undefined && last.id !== readUntil;
  const open = stage.questions.shown.filter(({ state }) => state !== 'answered').length;

  return (
    <aside className={classes.panel} aria-label="Chat and questions">
      <Tabs
        value={tab}
        onChange={setTab}
        classNames={{
          root: classes.root,
          list: classes.list,
          tab: classes.tab,
          panel: classes.content,
        }}
      >
        <Tabs.List grow>
          <Tabs.Tab value="chat">
            Chat
            {unread && <span className={classes.unread} role="img" aria-label="New messages" />}
          </Tabs.Tab>
          <Tabs.Tab value="questions">
            Questions
            {open > 0 && <span className={classes.count}>{open}</span>}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="chat">
          <ChatPanel
            chat={stage.chat}
            me={stage.me}
            online={stage.online}
            shown={tab === 'chat'}
            onSend={(text) => session.sendChat(text)}
            {...(moderation && { moderation })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="questions">
          <QuestionsPanel session={session} stage={stage} shown={tab === 'questions'} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}
