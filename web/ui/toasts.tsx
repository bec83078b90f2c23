import { Notifications } from '@mantine/notifications'

/** Where toasts appear. They come with the first page: the first of them may say that the network is gone. */
export function Toasts() {
  return <Notifications position="bottom-center" limit={4} containerWidth={440} zIndex={500} />
}
