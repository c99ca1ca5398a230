import type { CSSVariablesResolver } from '@mantine/core';
import { Button, Modal, PasswordInput, TextInput, Textarea, createTheme } from '@mantine/core';

const typeface = "'Instrument Sans Variable', ui-sans-serif, system-ui, sans-serif";

/** Paper and pine, with ember for what is on air. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  white: '#ffffff',
  black: '#1d211f',
  fontFamily: typeface,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  headings: {
    fontFamily: typeface,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '2rem', lineHeight: '1.15' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '8px', md: '12px', lg: '18px', xl: '26px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  colors: {
    pine: [
      '#e9f6f1',
      '#cfe9e0',
      '#a3d5c5',
      '#78c4ae',
      '#52b497',
      '#259076',
      '#157963',
      '#0f6a58',
      '#0b5547',
      '#073d34',
    ],
    ember: [
      '#fff0ea',
      '#ffdccf',
      '#ffb8a0',
      '#ff9a7b',
      '#fc7a55',
      '#f0542a',
      '#d03b12',
      '#c43812',
      '#9f2e10',
      '#7a240d',
    ],
    gray: [
      '#faf8f4',
      '#f4f0e9',
      '#eae5dc',
      '#dcd6cb',
      '#c5beb1',
      '#968f83',
      '#676258',
      '#4e4a43',
      '#34312c',
      '#1f1d1a',
    ],
    dark: [
      '#e8edea',
      '#c3ccc7',
      '#9eaaa4',
      '#6d7a73',
      '#3d4843',
      '#2c3631',
      '#1a211e',
      '#101513',
      '#0b0f0d',
      '#070a09',
    ],
  },
  components: {
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'md' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'md' } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 'lg',
        padding: 'xl',
        overlayProps: { backgroundOpacity: 0.45, blur: 3 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontSize: '1.25rem', fontWeight: 650, letterSpacing: '-0.015em' } },
    }),
  },
});

/** Light buttons at night: Mantine's own wash is too faint on our page. */
export const schemeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {},
  dark: {
    '--mantine-color-pine-light': '#17352d',
    '--mantine-color-pine-light-hover': '#1e453b',
    '--mantine-color-pine-light-color': '#a3d5c5',
  },
});
