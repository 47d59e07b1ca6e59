import type { Selection } from '@/client/wire'
import { useDatasets } from '@/features/datasets/api/get-datasets'
import { useUpload } from '@/features/uploads/api/get-upload'

/** The classes that a session's task tells apart, as far as they are known. */
export function useClasses({ effective: { data_source: data, features } }: Selection): string[] {
  const task = useDatasets()
    .data?.find(({ name }) => name === data?.dataset)
    ?.tasks.find(({ name }) => name === data?.task)
  const upload = useUpload(data?.upload_id)
  const target = upload.data?.columns.find(({ name }) => name === features?.target)
  return task?.classes ?? target?.categories ?? []
}
