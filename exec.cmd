@rem The shell of Windows has no exec, which `npm start` needs elsewhere: without it a signal to npm would not reach the start.
@%*
