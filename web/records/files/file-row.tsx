import { ActionIcon, Modal } from '@mantine/core'
import { IconDownload, IconFile, IconFileTypePdf, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { isImage, type FileValue } from '../../../contract/records/file.ts'
import { t } from '../../text/pages.ts'
import { bytes } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { contentOf, thumbnailOf } from './address.ts'
import classes from './files.module.css'

/** The image small, or a sign of what it is. */
export function FileMark({ file, size }: { file: FileValue; size: number }) {
  const [broken, setBroken] = useState(false)
  const source = thumbnailOf(file, 'small')
  if (source && !broken)
    return (
      <img
        className={classes.thumbnail}
        src={source}
        alt=""
        width={size}
        height={size}
        loading="lazy"
        onError={() => setBroken(true)}
      />
    )
  const Sign = file.mediaType === 'application/pdf' ? IconFileTypePdf : IconFile
  return (
    <span className={classes.sign} style={{ width: size, height: size }} aria-hidden>
      <Sign size={Math.round(size * 0.6)} stroke={1.6} />
    </span>
  )
}

/** The image as large as there is room for it; where none can be made, how to get it. */
function Preview({ file, onClose }: { file: FileValue; onClose: () => void }) {
  const [broken, setBroken] = useState(false)
  return (
    <Modal
      opened
      onClose={onClose}
      title={file.name}
      size="xl"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {broken ? (
        <p className={classes.broken}>{t('files.noPreview')}</p>
      ) : (
        <img
          className={classes.large}
          src={thumbnailOf(file, 'large') ?? ''}
          alt={file.name}
          onError={() => setBroken(true)}
        />
      )}
      <p className={classes.links}>
        <a href={contentOf(file, true)} target="_blank" rel="noreferrer">
          {t('files.openWhole')}
        </a>
        <a href={contentOf(file)} download={file.name}>
          {t('files.download')}
        </a>
      </p>
    </Modal>
  )
}

/** Its name opens an image here, a PDF beside, and keeps anything else. */
export function FileName({ file }: { file: FileValue }) {
  const [shown, setShown] = useState(false)
  if (isImage(file.mediaType))
    return (
      <>
        <button type="button" className={classes.name} onClick={() => setShown(true)} title={file.name}>
          {file.name}
        </button>
        {shown && <Preview file={file} onClose={() => setShown(false)} />}
      </>
    )
  const isPdf = file.mediaType === 'application/pdf'
  return (
    <a
      className={classes.name}
      title={file.name}
      href={contentOf(file, isPdf ? true : undefined)}
      {...(isPdf ? { target: '_blank', rel: 'noreferrer' } : { download: file.name })}
    >
      {file.name}
    </a>
  )
}

/** A file with all that can be done with it. */
export function FileRow({ file, onRemove }: { file: FileValue; onRemove?: (() => void) | undefined }) {
  const manner = useManner()
  return (
    <li className={classes.row}>
      <FileMark file={file} size={32} />
      <span className={classes.words}>
        <FileName file={file} />
        <span className={classes.size}>{bytes(file.size, manner)}</span>
      </span>
      <ActionIcon
        component="a"
        href={contentOf(file)}
        download={file.name}
        variant="subtle"
        color="gray"
        aria-label={t('files.downloadOf', { name: file.name })}
      >
        <IconDownload size={16} stroke={1.6} />
      </ActionIcon>
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('files.removeOf', { name: file.name })}
          onClick={onRemove}
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
    </li>
  )
}
