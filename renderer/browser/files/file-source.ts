/** Where a file comes from: a handle, through which it can be saved, or only its bytes, which are saved by download. */
export interface FileSource {
  name: string;
  handle: FileSystemFileHandle | null;
  read(): Promise<File>;
}

/** What TypeScript's library does not know of the File System Access API: https://wicg.github.io/file-system-access/ */
interface Pickers {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<FileSystemFileHandle[]>;
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}
interface PermissionHandle {
  queryPermission?(options: { mode: "read" | "readwrite" }): Promise<PermissionState>;
  requestPermission?(options: { mode: "read" | "readwrite" }): Promise<PermissionState>;
}

export const toSource = (handle: FileSystemFileHandle): FileSource => ({
  name: handle.name,
  handle,
  read: () => handle.getFile(),
});

const toBytesOnly = (file: File): FileSource => ({ name: file.name, handle: null, read: async () => file });

/** What was dropped, where it is a file. */
export function toFileSource(item: DataTransferItem): Promise<FileSource | null> {
  const file = item.getAsFile();
  const withHandle = item as { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };
  const fallback = file === null ? null : toBytesOnly(file);
  if (!withHandle.getAsFileSystemHandle) return Promise.resolve(fallback);
  return withHandle.getAsFileSystemHandle().then(
    (handle) => (handle?.kind === "file" ? toSource(handle as FileSystemFileHandle) : null),
    () => fallback,
  );
}

/** Has the user choose files; none where they cancelled. */
export async function chooseFiles(page: Window): Promise<FileSource[]> {
  const { showOpenFilePicker } = page as Pickers;
  if (showOpenFilePicker) {
    return (await unlessCancelled(showOpenFilePicker.call(page, { multiple: true })))?.map(toSource) ?? [];
  }
  return new Promise((resolve) => {
    const field = page.document.createElement("input");
    field.type = "file";
    field.multiple = true;
    field.addEventListener("change", () => resolve([...(field.files ?? [])].map(toBytesOnly)));
    field.addEventListener("cancel", () => resolve([]));
    field.click();
  });
}

/** Has the user choose where to save; `null` where they cancelled, `"download"` where the browser cannot ask. */
export async function chooseTarget(page: Window, name: string): Promise<FileSystemFileHandle | "download" | null> {
  const { showSaveFilePicker } = page as Pickers;
  if (!showSaveFilePicker) return "download";
  return unlessCancelled(showSaveFilePicker.call(page, { suggestedName: name }));
}

/** Whether the file may be read or written. Asking the user takes a click that was just made. */
export async function mayUse(handle: FileSystemFileHandle, mode: "read" | "readwrite", ask: boolean): Promise<boolean> {
  const { queryPermission, requestPermission } = handle as PermissionHandle;
  if (!queryPermission) return true;
  const state = await queryPermission.call(handle, { mode });
  if (state === "granted" || !ask || !requestPermission) return state === "granted";
  return (await requestPermission.call(handle, { mode })) === "granted";
}

/** Hands the user a file to keep, which lands where the browser puts downloads. */
export function download(page: Window, name: string, parts: BlobPart[]): void {
  const link = page.document.createElement("a");
  const url = URL.createObjectURL(new Blob(parts, { type: "text/plain;charset=utf-8" }));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function unlessCancelled<T>(choosing: Promise<T>): Promise<T | null> {
  try {
    return await choosing;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}
