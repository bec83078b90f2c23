import { createTheme, defaultVariantColorsResolver } from '@mantine/core'
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core'
import controls from './controls.module.css'

const font = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

// Mantine's style sheets take their neutrals from these two scales: gray in light, dark in dark.
const gray: MantineColorsTuple = [
  '#fbfbfa',
  '#f3f3f1',
  '#eaeae6',
  '#e8e9ec',
  '#d6d8dd',
  '#9aa0aa',
  '#636871',
  '#4d5159',
  '#3d4148',
  '#1b1d22',
]
const dark: MantineColorsTuple = [
  '#eceef1',
  '#cdd1d8',
  '#9da3ae',
  '#6f7580',
  '#2b2d33',
  '#222429',
  '#1b1c20',
  '#141518',
  '#101114',
  '#0c0d0f',
]
const red: MantineColorsTuple = [
  '#fdecec',
  '#fbd9d9',
  '#f5b5b5',
  '#ee8f8f',
  '#e5534f',
  '#d63a3a',
  '#c92a2a',
  '#b02525',
  '#962020',
  '#7a1a1a',
]
const blue: MantineColorsTuple = [
  '#ebefff',
  '#d5deff',
  '#abbcff',
  '#8aa2ff',
  '#6e8bff',
  '#5675f3',
  '#4263eb',
  '#3451c6',
  '#2b44a5',
  '#213480',
]

/** Buttons are ink or card; red only takes away. Colour stays free for the wings. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const border = '1px solid transparent'
  if (input.color === 'red' && input.variant === 'filled')
    return { background: 'var(--late)', hover: 'var(--late-hover)', color: '#fff', border }
  if (input.color === 'red')
    return { background: 'transparent', hover: 'var(--late-wash)', color: 'var(--late-text)', border }
  switch (input.variant) {
    case 'filled':
      return { background: 'var(--ink)', hover: 'var(--ink-hover)', color: 'var(--on-ink)', border }
    case 'default':
      return {
        background: 'var(--card)',
        hover: 'var(--hover)',
        color: 'var(--ink)',
        border: '1px solid var(--hairline-strong)',
      }
    case 'light':
      return { background: 'var(--selected)', hover: 'var(--hover)', color: 'var(--ink)', border }
    case 'subtle':
      return { background: 'transparent', hover: 'var(--hover)', color: 'var(--soft)', border }
    default:
      return defaultVariantColorsResolver(input)
  }
}

const semantic = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--ink)',
  '--mantine-color-error': 'var(--late-text)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--hairline-strong)',
  '--mantine-color-disabled': 'var(--well)',
  '--mantine-color-disabled-color': 'var(--muted)',
  '--mantine-color-disabled-border': 'var(--hairline)',
  '--mantine-primary-color-filled': 'var(--ink)',
  '--mantine-primary-color-filled-hover': 'var(--ink-hover)',
  '--mantine-primary-color-contrast': 'var(--on-ink)',
  '--mantine-primary-color-light': 'var(--selected)',
  '--mantine-primary-color-light-hover': 'var(--hover)',
  '--mantine-primary-color-light-color': 'var(--ink)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: semantic,
  dark: semantic,
})

const control = { defaultProps: { size: 'xs' }, classNames: { label: controls.label, input: controls.input } }
// A list opens when asked for, not when focus passes by. It scrolls in itself: its parts are reached by the arrow keys.
const listed = {
  defaultProps: { size: 'xs', openOnFocus: false, withScrollArea: false },
  classNames: { ...control.classNames, options: controls.options },
}
const floating = { shadow: 'md', radius: 'md', transitionProps: { duration: 80 } }

export const theme = createTheme({
  fontFamily: font,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontFamily: font, fontWeight: '650' },
  colors: { gray, dark, red, blue },
  primaryColor: 'gray',
  primaryShade: { light: 9, dark: 0 },
  variantColorResolver,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  fontSizes: { xs: '13px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '20px', sm: '20px', md: '22px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  shadows: { xs: 'none', sm: 'var(--float)', md: 'var(--float)', lg: 'var(--float)', xl: 'var(--float)' },
  components: {
    Portal: { defaultProps: { target: '#overlays' } },
    Button: { defaultProps: { size: 'xs', variant: 'default' }, classNames: { root: controls.button } },
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle' } },
    CloseButton: { defaultProps: { size: 'sm' } },
    TextInput: control,
    Textarea: control,
    NumberInput: control,
    PasswordInput: { ...control, classNames: { ...control.classNames, innerInput: controls.input } },
    Select: listed,
    Autocomplete: listed,
    MultiSelect: listed,
    TagsInput: listed,
    NativeSelect: control,
    Checkbox: { defaultProps: { size: 'xs', radius: 'xs', iconColor: 'var(--on-ink)' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tabs: { defaultProps: { keepMounted: false } },
    Menu: {
      defaultProps: { ...floating, position: 'bottom-end', offset: 4, withInitialFocusPlaceholder: false },
      classNames: { item: controls.item },
    },
    Popover: {
      defaultProps: { ...floating, position: 'bottom-start', offset: 4 },
      classNames: { dropdown: controls.dropdown },
    },
    Combobox: { defaultProps: floating, classNames: { option: controls.item } },
    Tooltip: {
      defaultProps: { openDelay: 300, fz: 12, withArrow: false },
      classNames: { tooltip: controls.tooltip },
    },
    Modal: {
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { color: 'var(--veil)', backgroundOpacity: 1 },
      },
      classNames: { title: controls.title, content: controls.content, header: controls.content },
    },
    Drawer: {
      defaultProps: { position: 'right', overlayProps: { color: 'var(--veil)', backgroundOpacity: 1 } },
    },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
})
