import { Popover } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../text/t.ts'
import { NotificationsList } from './notifications-list.tsx'

interface NotificationsPopoverProps {
  opened: boolean
  onChange: (opened: boolean) => void
  children: ReactNode
}

export default function NotificationsPopover({ opened, onChange, children }: NotificationsPopoverProps) {
  return (
    <Popover opened={opened} onChange={onChange} position="bottom-end" width={380} trapFocus>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notifications.title')}>
        {opened && <NotificationsList onDone={() => onChange(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}
