import '@mantine/core/styles/Menu.layer.css'
import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { SettingsMenu } from './settings-menu.tsx'

interface AccountMenuProps {
  opened: boolean
  onChange: (opened: boolean) => void
  children: ReactNode
}

/** The menu on the rail's foot, loaded when it is first opened. */
export default function AccountMenu({ opened, onChange, children }: AccountMenuProps) {
  return (
    <Menu position="top-start" width={216} opened={opened} onChange={onChange}>
      <Menu.Target>{children}</Menu.Target>
      <SettingsMenu />
    </Menu>
  )
}
