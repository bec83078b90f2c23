import { lazy, Suspense } from 'react'
import { Skeleton } from '@mantine/core'
import classes from './field.module.css'
import type { EditProps, ShowProps, Widget } from './widget.ts'

const RichEditor = lazy(() => import('./rich-editor.tsx'))

const plain = (html: string) => new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''

/** Stored as HTML that the server has sanitised; on one line only its words. */
function ShowLongText({ value, full }: ShowProps) {
  if (!full) return <>{plain(String(value))}</>
  return <div className={classes.rich} dangerouslySetInnerHTML={{ __html: String(value) }} />
}

const EditLongText = (props: EditProps) => (
  <Suspense fallback={<Skeleton height={72} />}>
    <RichEditor {...props} />
  </Suspense>
)

export const longText: Widget = { Show: ShowLongText, Edit: EditLongText, width: 240 }
