import Link from '@tiptap/extension-link'
import Mention from '@tiptap/extension-mention'
import Placeholder from '@tiptap/extension-placeholder'
import { EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { user } from '../../contract/team/user.ts'
import { someQuery } from '../records/record-api.ts'
import { t } from '../text/t.ts'
import { MentionList } from './mention-list.tsx'
import type { Mentioning } from './mention-list.tsx'
import classes from './composer.module.css'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

interface RichComposerProps {
  label: string
  placeholder: string
  onChange: (html: string | null) => void
  onSubmit: () => void
  /** `/` in an empty text asks for something else to write. */
  onSlash: () => void
  onEscape: () => void
}

/** Where a note is written: paragraphs, lists, bold, links, and members to mention. */
export default function RichComposer({
  label,
  placeholder,
  onChange,
  onSubmit,
  onSlash,
  onEscape,
}: RichComposerProps) {
  const queries = useQueryClient()
  const [mentioning, setMentioning] = useState<Mentioning | null>(null)
  const list = useRef<{ onKey: (event: KeyboardEvent) => boolean }>(null)
  const latest = useRef({ placeholder, onChange, onSubmit, onSlash, onEscape })
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: false, heading: false, codeBlock: false, horizontalRule: false }),
      Link.configure({ openOnClick: false, protocols: ['https', 'http', 'mailto'] }),
      Placeholder.configure({ placeholder: () => latest.current.placeholder }),
      Mention.configure({
        HTMLAttributes: { class: 'mention' },
        suggestion: {
          items: async ({ query }) => {
            const found = await queries.fetchQuery(
              someQuery(
                user,
                {
                  filter: { field: 'active', op: 'is', value: true },
                  sort: 'title',
                  fields: [],
                  ...(query && { q: query }),
                },
                6,
              ),
            )
            return found.data.map(({ id, title }) => ({ id, label: title }))
          },
          render: () => ({
            onStart: ({ items, command, clientRect }) =>
              setMentioning({ items, command, rect: clientRect?.() ?? null }),
            onUpdate: ({ items, command, clientRect }) =>
              setMentioning({ items, command, rect: clientRect?.() ?? null }),
            onKeyDown: ({ event }) => list.current?.onKey(event) ?? false,
            onExit: () => setMentioning(null),
          }),
        },
      }),
    ],
    autofocus: 'end',
    injectNonce: nonce,
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label },
      handleKeyDown: (view, event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
          latest.current.onSubmit()
          return true
        }
        if (event.key === '/' && view.state.doc.textContent === '') {
          latest.current.onSlash()
          return true
        }
        if (event.key === 'Escape' && !document.querySelector('[data-mentions]')) {
          latest.current.onEscape()
          return true
        }
        return false
      },
    },
    onUpdate: ({ editor: current }) => latest.current.onChange(current.isEmpty ? null : current.getHTML()),
  })

  useEffect(() => {
    latest.current = { placeholder, onChange, onSubmit, onSlash, onEscape }
  })
  // What to write may change while the text is still empty: its hint is asked for anew.
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.view.dispatch(editor.state.tr)
  }, [editor, placeholder])

  return (
    <>
      <EditorContent editor={editor} className={classes.editor} />
      {mentioning && <MentionList ref={list} mentioning={mentioning} label={t('compose.mention')} />}
    </>
  )
}
