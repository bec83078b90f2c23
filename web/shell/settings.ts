import { useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { settingsRoutes, type Settings, type SettingsInput } from '../../contract/team/settings.ts'
import { toastFailed } from '../ui/toast.tsx'
import { call, messageOf } from './api.ts'
import { turnTo } from './follow-settings.ts'
import { rememberSettings, useSession } from './session.tsx'

/** Changes on their way, one after the other, so that the later one stands. */
let underway = 0
let before: Promise<unknown> = Promise.resolve()

/** Whether the answer to a change of this page's is still to come. */
export const isChangingSettings = (): boolean => underway > 0

function send(input: SettingsInput): Promise<Settings> {
  underway++
  const saving = before.then(() => call(settingsRoutes.change, { body: input })).finally(() => underway--)
  before = saving.catch(() => undefined)
  return saving
}

/** What the member has set, and how to set it: shown at once, taken back where the server refuses. */
export function useSettings(): { settings: Settings; change: (input: SettingsInput) => Promise<boolean> } {
  const queries = useQueryClient()
  const { settings } = useSession()
  const change = async (input: SettingsInput): Promise<boolean> => {
    const { notifications, ...rest } = input
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    rememberSettings(queries, {
      ...settings,
      ...given,
      notifications: { ...settings.notifications, ...notifications },
    })
    try {
      const saved = await send(input)
      // What an earlier one answers does not know of the later ones that are shown already.
      if (underway === 0) rememberSettings(queries, saved)
      if (input.language) turnTo(input.language, location.href)
      return true
    } catch (error) {
      if (underway === 0) rememberSettings(queries, settings)
      toastFailed(messageOf(error), () => void change(input))
      return false
    }
  }
  return { settings, change }
}

/** The theme on show, and how to choose it for all of the member's devices. */
export function useTheme() {
  const { change } = useSettings()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return {
    theme: colorScheme,
    setTheme: (theme: typeof colorScheme) => {
      setColorScheme(theme)
      void change({ theme })
    },
  }
}
