import { useMediaQuery } from '@mantine/hooks'

/** Narrow enough that tables become lists. */
export const usePhone = (): boolean =>
  useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
