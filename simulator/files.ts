import type { NewFile } from './protocol.ts';
import type { StoredFile, Workspace } from './workspace.ts';

/** Keeps a file that belongs to nobody's message yet. */
export function storeFile(ws: Workspace, user: string, given: NewFile & { id?: string }): StoredFile {
  const id = given.id ?? ws.ids.id('F');
  const at = Math.floor(ws.clock.now() / 1000);
  const extension = given.name.includes('.') ? (given.name.split('.').at(-1) ?? '') : '';
  const content = Buffer.from(given.content);
  const link = `${ws.url}/files-pri/${ws.app.team}-${id}`;
  const file: StoredFile = {
    id,
    created: at,
    timestamp: at,
    name: given.name,
    title: given.name,
    mimetype: given.mimetype ?? 'text/plain',
    filetype: extension || 'text',
    pretty_type: extension.toUpperCase() || 'Plain Text',
    user,
    user_team: ws.people.get(user)?.team ?? ws.app.team,
    editable: false,
    size: content.length,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${link}/${encodeURIComponent(given.name)}`,
    url_private_download: `${link}/download/${encodeURIComponent(given.name)}`,
    permalink: `${ws.url}/files/${user}/${id}/${encodeURIComponent(given.name)}`,
    has_rich_preview: false,
    file_access: 'visible',
    content,
    shares: {},
  };
  ws.files.set(id, file);
  return file;
}

/** The part of a file that messages show. */
export function fileInMessage(file: StoredFile) {
  const { content: _, shares: _s, pending: _p, ...shown } = file;
  return shown;
}
