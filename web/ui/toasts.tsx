import { Notifications } from '@mantine/notifications'

/** Where toasts appear. */
export default function Toasts() {
  return <Notifications position="bottom-center" limit={4} containerWidth={440} zIndex={500} />
}
