import { render } from 'preact';
import { App } from './app.tsx';
import './styles/base.css';
import './styles/page.css';
import './styles/messages.css';
import './styles/blocks.css';
import './styles/overlays.css';

const page = document.getElementById('page');
if (page) render(<App />, page);
