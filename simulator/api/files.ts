import { fileInMessage, storeFile } from '../files.ts';
import { lifetimes } from '../limits.ts';
import { post } from '../messages.ts';
import { fileObject } from '../objects.ts';
import { appAuthor } from '../respond.ts';
import type { StoredChannel, StoredFile, Workspace } from '../workspace.ts';
import { ownChannel } from './channels.ts';
import { ApiError, badArgument, type Call, type MethodTable, needs } from './method.ts';

export const fileMethods: MethodTable = {
  'files.info': {
    tier: 't4',
    json: false,
    ...needs('files:read'),
    args: { file: 'string!', cursor: 'string', limit: 'integer', count: 'integer', page: 'integer' },
    run({ ws, args }) {
      const file = ws.files.get(String(args.file));
      if (!file || file.pending) throw new ApiError('file_not_found');
      return { file: fileObject(ws, file), comments: [], response_metadata: { next_cursor: '' } };
    },
  },
  'files.getUploadURLExternal': {
    tier: 't4',
    json: false,
    ...needs('files:write'),
    args: { filename: 'string!', length: 'integer!', alt_txt: 'string', snippet_type: 'string' },
    run({ ws, args }) {
      if (Number(args.length) < 1) throw badArgument('must be more than 0', '/length');
      const file = storeFile(ws, ws.app.botUserId, { name: String(args.filename), content: '' });
      file.pending = true;
      file.expected = Number(args.length);
      return { upload_url: `${ws.url}/upload/v1/${file.id}`, file_id: file.id };
    },
  },
  'files.completeUploadExternal': {
    tier: 't4',
    json: true,
    ...needs('files:write'),
    args: {
      files: 'json!',
      channel_id: 'string',
      channels: 'list',
      thread_ts: 'string',
      initial_comment: 'string',
      blocks: 'json',
    },
    run: complete,
  },
};

/** Answers before the message is there: it appears, and with it `shares`, a moment later. */
function complete({ ws, args }: Call) {
  const given = Array.isArray(args.files) ? (args.files as { id?: string; title?: string }[]) : [];
  if (given.length === 0) throw badArgument('must provide at least 1 items', '/files');
  const files = given.map(({ id, title }) => {
    const file = ws.files.get(String(id));
    if (!file?.pending || file.content.length === 0) throw new ApiError('file_not_found');
    if (title) file.title = title;
    return file;
  });
  const names = [...new Set([args.channel_id, ...((args.channels as string[] | undefined) ?? [])])];
  const channels = names.filter((id) => id !== undefined).map((id) => ownChannel(ws, id));
  for (const file of files) delete file.pending;
  setTimeout(() => share(ws, files, channels, args), lifetimes.fileShare).unref();
  return { files: files.map((file) => ({ id: file.id, title: file.title })) };
}

function share(ws: Workspace, files: StoredFile[], channels: StoredChannel[], args: Record<string, unknown>): void {
  for (const channel of channels) {
    post(ws, channel, {
      ...appAuthor(ws),
      text: String(args.initial_comment ?? ''),
      files: files.map(fileInMessage),
      ...(args.thread_ts ? { thread: String(args.thread_ts) } : {}),
    });
  }
}
