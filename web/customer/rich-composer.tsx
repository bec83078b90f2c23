import Link from '@tiptap/extension-link'
import Mention from '@tiptap/extension-mention'
import { EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { user } from '../../contract/team/user.ts'
import { someQuery } from '../records/record-api.ts'
import { MentionList } from './mention-list.tsx'
import type { Mentioning } from './mention-list.tsx'
import classes from './composer.module.css'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

interface RichComposerProps {
  label: string
  /** What could be written, shown while nothing is. */
  hint: string
  /** What it begins with. */
  start: string | null
  autofocus: boolean
  empty: boolean
  onChange: (html: string | null) => void
  /** `/` in an empty text asks for something else to write. */
  onSlash: () => void
  onEscape: () => void
}

/** Where a note is written: paragraphs, lists, bold, links, and members to mention. */
export default function RichComposer({
  label,
  hint,
  start,
  autofocus,
  empty,
  onChange,
  onSlash,
  onEscape,
}: RichComposerProps) {
  const queries = useQueryClient()
  const [mentioning, setMentioning] = useState<Mentioning | null>(null)
  const [at, setAt] = useState(0)

  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: false, heading: false, codeBlock: false, horizontalRule: false }),
      Link.configure({ openOnClick: false, protocols: ['https', 'http', 'mailto'] }),
      Mention.configure({
        HTMLAttributes: { class: 'mention' },
        suggestion: {
          items: async ({ query }) => {
            const active = { field: 'active', op: 'is', value: true } as const
            const listing = { filter: active, sort: 'title', fields: [], ...(query && { q: query }) }
            const found = await queries.fetchQuery(someQuery(user, listing, 6))
            return found.data.map(({ id, title }) => ({ id, label: title }))
          },
          render: () => {
            const show = ({ items, command, clientRect }: ShownProps) => {
              setMentioning({ items, command, rect: clientRect?.() ?? null })
              setAt(0)
            }
            return { onStart: show, onUpdate: show, onExit: () => setMentioning(null) }
          },
        },
      }),
    ],
    content: start,
    autofocus: autofocus && 'end',
    injectNonce: nonce,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label } },
  })

  useEffect(() => {
    const tell = () => onChange(editor.isEmpty ? null : editor.getHTML())
    editor.on('update', tell)
    return () => void editor.off('update', tell)
  }, [editor, onChange])

  /** Keys that mean something here are kept from the text. */
  const onKey = (event: KeyboardEvent) => {
    const act = actionOf(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  const actionOf = ({ key }: KeyboardEvent): (() => void) | undefined => {
    const count = mentioning?.items.length ?? 0
    const chosen = mentioning?.items[at]
    if (mentioning && key === 'Escape') return () => setMentioning(null)
    if (count > 0 && key === 'ArrowDown') return () => setAt((at + 1) % count)
    if (count > 0 && key === 'ArrowUp') return () => setAt((at + count - 1) % count)
    if (chosen && (key === 'Enter' || key === 'Tab')) return () => mentioning?.command(chosen)
    if (empty && key === '/') return onSlash
    return key === 'Escape' ? onEscape : undefined
  }

  return (
    <div className={classes.editor} onKeyDownCapture={onKey}>
      {empty && (
        <span className={classes.hint} aria-hidden>
          {hint}
        </span>
      )}
      <EditorContent editor={editor} />
      {mentioning && <MentionList mentioning={mentioning} at={at} onAt={setAt} />}
    </div>
  )
}

interface ShownProps extends Pick<Mentioning, 'items' | 'command'> {
  clientRect?: (() => DOMRect | null) | null
}
