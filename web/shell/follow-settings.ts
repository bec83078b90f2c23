import { useMantineColorScheme } from '@mantine/core'
import { useEffect, useLayoutEffect } from 'react'
import type { Settings } from '../../contract/team/settings.ts'
import { language, speak } from '../text/language.ts'
import { writeNumbers } from '../text/t.ts'
import { number, type Manner } from '../ui/format.ts'
import { setOwnKeys } from '../ui/own-keys.ts'

/** How a member wants things written: as they have chosen, in the company's currency and zone where they have not. */
export const mannerOf = (
  settings: Settings,
  { timeZone, currency }: { timeZone: string; currency: string },
): Manner => ({
  locale: language.locale,
  zone: settings.timeZone ?? timeZone,
  currency,
  dates: settings.dateFormat,
  clock: settings.clock,
  numbers: settings.numberFormat,
  currencyDisplay: settings.currencyDisplay,
  firstDay: settings.firstDay ?? firstDayOf(language.locale),
})

/** On which day a week begins where a locale is spoken; Monday where the browser does not tell. */
function firstDayOf(tag: string): number {
  const locale = new Intl.Locale(tag) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return locale.getWeekInfo?.().firstDay ?? 1
}

/** Leads to the same place in the member's language, if the page speaks another. Answers whether it does. */
export function turnTo(chosen: Settings['language'], to: string): boolean {
  if (!chosen || !speak(chosen)) return false
  location.assign(to)
  return true
}

/** Lets this device follow what the member has set on any. */
export function useFollowed(settings: Settings, manner: Manner): void {
  const { theme, singleKeys, keys } = settings
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (theme) setColorScheme(theme)
  }, [theme, setColorScheme])
  useLayoutEffect(() => setOwnKeys(singleKeys, keys), [singleKeys, keys])
  // Before what is within is rendered, so that no text has to be written twice.
  writeNumbers((value) => number(value, manner))
}
