import { ActionIcon, Menu } from '@mantine/core';
import { viewModes } from '../../media/wishes/pictureWish';
import type { ViewMode } from '../../media/wishes/pictureWish';
import { SettingsIcon } from '../components/icons';
import classes from './ViewerControls.module.css';

interface ViewMenuProps {
  readonly viewMode: ViewMode;
  readonly onViewMode: (mode: ViewMode) => void;
}

/** How much of the stage a viewer wants to receive. */
export function ViewMenu({ viewMode, onViewMode }: ViewMenuProps) {
  return (
    <Menu position="top-end" withinPortal={false} width={250}>
      <Menu.Target>
        <ActionIcon
          variant="transparent"
          className={classes.button}
          size="lg"
          aria-label="Picture quality"
        >
          <SettingsIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Picture quality</Menu.Label>
        <Menu.RadioGroup
          value={String(viewMode)}
          onChange={(chosen) => {
            const mode = viewModes.find((each) => String(each) === chosen);
            if (mode !== undefined) onViewMode(mode);
          }}
        >
          {viewModes.map((mode) => (
            <Menu.RadioItem key={mode} value={String(mode)} closeMenuOnClick>
              {nameOf(mode)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function nameOf(mode: ViewMode): string {
  switch (mode) {
    case 'automatic':
      return 'Automatic';
    case 'dataSaver':
      return 'Save data';
    case 'soundOnly':
      return 'Sound only';
    default:
      return `At most ${String(mode)}p`;
  }
}
