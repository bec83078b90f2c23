import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { DraftEditor } from './draft-page.tsx'
import { importQuery } from './import-api.ts'
import { Run } from './run-page.tsx'

/** One import, from saying what its files mean to what came of it. */
export default function ImportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { edit } = useSearch({ strict: false }) as { edit?: boolean }
  const { data: one } = useSuspenseQuery(importQuery(id))
  // While words that were given a meaning are tried out, the page stays what it is.
  const [trying, setTrying] = useState(false)
  return !trying && (one.state === 'draft' || (edit && one.editable)) ? (
    <DraftEditor key={id} detail={one} />
  ) : (
    <Run key={id} of={one} trying={trying} onTrying={setTrying} />
  )
}
