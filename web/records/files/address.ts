import { urlOf } from '../../../contract/http/client.ts'
import { fileRoutes, type ThumbnailSize } from '../../../contract/records/file-routes.ts'
import { isImage, type FileValue } from '../../../contract/records/file.ts'

export const contentOf = ({ id }: FileValue, inline?: true): string =>
  urlOf(fileRoutes.content, { params: { id }, query: { inline } })

/** An image's thumbnail; of what is no image there is none. */
export const thumbnailOf = ({ id, mediaType }: FileValue, size: ThumbnailSize): string | null =>
  isImage(mediaType) ? urlOf(fileRoutes.thumbnail, { params: { id }, query: { size } }) : null

/** The picture of a record: what its type names as such. */
export function pictureOf(
  type: { picture?: string },
  record: Readonly<Record<string, unknown>>,
): string | null {
  const file = type.picture === undefined ? null : (record[type.picture] as FileValue | null | undefined)
  return file ? thumbnailOf(file, 'small') : null
}
