import { describe, expect, it, vi } from 'vitest';
import { SoundGate } from '../../src/media/SoundGate';
import { soon } from '../soon';

describe('SoundGate', () => {
  it('plays muted when sound is refused, and loud after a click', async () => {
    const element = document.createElement('video');
    const play = vi.spyOn(element, 'play');
    play.mockRejectedValueOnce(new DOMException('touch first', 'NotAllowedError'));
    play.mockResolvedValue();
    const sound = new SoundGate();
    sound.add(element);
    await soon(() => expect(sound.state.get().blocked).toBe(true));
    expect(element.muted).toBe(true);
    sound.unlock();
    expect(element.muted).toBe(false);
    expect(sound.state.get().blocked).toBe(false);
  });

  it('sets the volume of every element', () => {
    const elements = [document.createElement('video'), document.createElement('video')];
    const sound = new SoundGate();
    for (const element of elements) sound.add(element);
    sound.setVolume(0.4);
    expect(elements.map(({ volume }) => volume)).toEqual([0.4, 0.4]);
  });
});
