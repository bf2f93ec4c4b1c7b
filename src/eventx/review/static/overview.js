// This page needs nothing but the messages.

import "./talk.js";
