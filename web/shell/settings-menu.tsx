import { Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useSession, useSignOut } from './session.tsx'
import { useTheme } from './settings.ts'
import { usePlaces } from './use-places.ts'

const schemes = [
  { value: 'light', label: t('theme.light') },
  { value: 'dark', label: t('theme.dark') },
  { value: 'auto', label: t('theme.auto') },
] as const

export function SettingsMenu() {
  const { user } = useSession()
  const { settings } = usePlaces()
  const signOut = useSignOut()
  const navigate = useNavigate()
  const { theme, setTheme } = useTheme()
  return (
    <Menu.Dropdown>
      <Menu.Label>{user.name}</Menu.Label>
      {settings.map((place) => (
        <Menu.Item
          key={place.to}
          onClick={() => void navigate({ to: place.to })}
          rightSection={place.key && <KeyHint keys={`g ${place.key}`} />}
        >
          {place.label}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('theme.label')}</Menu.Label>
      <Menu.RadioGroup value={theme} onChange={(value) => setTheme(value as typeof theme)}>
        {schemes.map(({ value, label }) => (
          <Menu.RadioItem key={value} value={value}>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
      <Menu.Item onClick={() => void signOut()}>{t('nav.signOut')}</Menu.Item>
    </Menu.Dropdown>
  )
}
